/** Progress of a long bench goes to stderr; stdout is the JSON alone. */
const began = performance.now();

export function say(text: string): void {
  const seconds = Math.round((performance.now() - began) / 1000);
  process.stderr.write(`[${String(seconds).padStart(3)} s] ${text}\n`);
}
