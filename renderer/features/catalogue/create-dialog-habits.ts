/** How a person makes records just now: kept while the window is open, so that the next dialog opens as the last one was left. */
export const habits: { isAgain: boolean; readonly template: Map<string, string> } = {
  isAgain: false,
  template: new Map(),
};
