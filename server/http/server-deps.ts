/** What the HTTP server is given: who may ask, the archives behind it, and where it listens. */
import type { Log } from '../../node/log.ts';
import type { ServerState } from '../status/server-state.ts';
import type { Directory } from '../store/directory-calls.ts';
import type { Limits } from './limits.ts';
import type { OpenArchive, Plugin } from './routes.ts';

export type ServerDeps = {
  readonly listen: {
    readonly host: string;
    readonly port: number;
    /** PEM; without them the server talks plain HTTP, for a proxy on the same machine or for trials. */
    readonly tls?: { readonly cert: Buffer; readonly key: Buffer };
    /** Believes the last address in `x-forwarded-for`: only where every connection comes from a proxy of ours. */
    readonly trustProxy?: boolean;
  };
  readonly server: { readonly id: string; readonly name: string };
  /** The program's version. */
  readonly app: string;
  readonly directory: Directory;
  /** A founded archive; null: there is none of that id. Throws TroubleError MAINTENANCE while it cannot be opened. */
  readonly openArchive: (id: string) => Promise<OpenArchive | null>;
  /** What the status page and the metrics show, as of now. */
  readonly serverState: () => Promise<ServerState>;
  readonly plugins?: readonly Plugin[];
  readonly log: Log;
  /** Smaller or larger than usual, for tests and small machines. */
  readonly limits?: Partial<Limits>;
};

export type HttpServer = {
  readonly host: string;
  readonly port: number;
  /** What is answered, as the router knows it. */
  readonly routes: readonly { readonly method: string; readonly path: string }[];
  /** Ends streams, lets calls under way finish, cuts what is still there after `closeMs`. */
  close(): Promise<void>;
};
