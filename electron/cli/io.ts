/** What a command is given to speak with: results for programs on one line, everything else on the other. */
export type Io = { out(line: string): void; err(line: string): void; readonly dataFolder: string };
