/** Imported by the worker before anything else: zod must not probe `eval`, which the content policy forbids. */
import { z } from 'zod';

z.config({ jitless: true });
