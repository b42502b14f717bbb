/** What a command of the server is given to speak with. Results go to one line, everything else to the other. */
export type Io = {
  out(line: string): void;
  err(line: string): void;
  /** The server's folder. */
  readonly folder: string;
  /** The first line of the standard input. */
  readLine(): Promise<string>;
  /** Asks a person at the terminal and shows nothing of what is typed; null without a terminal. */
  askHidden(question: string): Promise<string | null>;
};

/** How a command ended. */
export const DONE = 0;
/** It was done, and what it looked at is not in order. */
export const FOUND = 1;
/** It could not be done; nothing was changed unless its words say so. */
export const REFUSED = 2;
