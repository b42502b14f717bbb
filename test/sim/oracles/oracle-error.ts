/** What holds of the program was broken: ends a run, with the name of the rule. */
export class OracleError extends Error {
  readonly oracle: string;

  constructor(oracle: string, message: string) {
    super(message);
    this.name = 'OracleError';
    this.oracle = oracle;
  }
}
