/** Whether somebody asked to sign in: the dialog is one, and there are several ways to it. */
import { createStore } from '../../db/store.ts';
import { useStore } from '../../db/use-live.ts';

const asked = createStore(false);

export function askToSignIn(): void {
  asked.set(true);
}

export function closeSignIn(): void {
  asked.set(false);
}

export function useSignInAsked(): boolean {
  return useStore(asked);
}
