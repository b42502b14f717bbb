/**
 * Tells waiting stations that an archive has grown: server-sent events that carry the head's number and nothing else;
 * data always come by pull. One stream is a socket and two numbers, so that hundreds may wait.
 */
import type { ServerResponse } from 'node:http';
import type { RecordId } from '../../shared/sync/op.ts';

/** What an archive tells of itself. */
export type Grower = { head(): number; onGrowth(listener: (head: number) => void): () => void };

export type PokeHub = {
  /** Takes over an answer whose headers are not sent yet. */
  open(
    response: ServerResponse,
    who: { readonly archive: RecordId; readonly device: RecordId },
    grower: Grower,
    headers: Readonly<Record<string, string>>,
  ): void;
  /** A device heard from its own push's answer that the head is `head`, and that its `by` ops made it so: nobody tells it again. */
  knows(archive: RecordId, device: RecordId, head: number, by: number): void;
  readonly size: number;
  /** Ends all streams, and tells stations to wait a little before they come again. */
  close(): void;
};

type Stream = {
  readonly response: ServerResponse;
  readonly device: RecordId;
  readonly endsAt: number;
  told: number;
  timer: NodeJS.Timeout | undefined;
};
type Room = { readonly streams: Set<Stream>; readonly silence: () => void; head: number };

const BEAT_MS = 20_000;
const PER_DEVICE = 3;
/** A stream ends after this, so that a token is looked at again and stations spread anew after a restart. */
const LIFE_MS = { least: 30 * 60_000, most: 60 * 60_000 };
/** One stream hears at most once in this time. */
const QUIET_MS = 1000;
/** Many streams hear one after the other: their pulls come at once else. */
const SPREAD_MS_PER_STREAM = 4;
const MAX_SPREAD_MS = 2000;
const RETRY_MS = { least: 2000, most: 10_000 };
/** One that reads nothing is cut off. */
const MAX_UNREAD_BYTES = 16 * 1024;

/** `isShutOut` is asked at each beat for each device that waits. */
export function createPokeHub(deps: {
  readonly isShutOut: (device: RecordId) => Promise<boolean>;
  readonly now?: () => number;
  readonly random?: () => number;
  readonly beatMs?: number;
}): PokeHub {
  const { isShutOut, now = Date.now, random = Math.random, beatMs = BEAT_MS } = deps;
  const rooms = new Map<RecordId, Room>();
  const between = ({ least, most }: { least: number; most: number }): number =>
    Math.round(least + random() * (most - least));

  function roomOf(archive: RecordId, grower: Grower): Room {
    const known = rooms.get(archive);
    if (known !== undefined) return known;
    const room: Room = {
      streams: new Set(),
      head: grower.head(),
      silence: grower.onGrowth((head) => {
        room.head = head;
        for (const stream of room.streams) tellSoon(room, stream);
      }),
    };
    rooms.set(archive, room);
    return room;
  }

  /** Unless it is to be told anyway, soon or when it may hear again. */
  function tellSoon(room: Room, stream: Stream): void {
    if (stream.timer !== undefined) return;
    const spread = Math.min(MAX_SPREAD_MS, room.streams.size * SPREAD_MS_PER_STREAM);
    stream.timer = setTimeout(
      () => {
        stream.timer = undefined;
        if (stream.told !== room.head) tell(room, stream);
      },
      room.streams.size === 1 ? 0 : random() * spread,
    );
  }

  function tell(room: Room, stream: Stream): void {
    stream.told = room.head;
    send(stream, `event: head\ndata: {"head":${room.head}}\n\n`);
    stream.timer = setTimeout(() => {
      stream.timer = undefined;
      if (stream.told !== room.head) tell(room, stream);
    }, QUIET_MS);
  }

  function send(stream: Stream, text: string): void {
    if (stream.response.writableLength > MAX_UNREAD_BYTES) stream.response.destroy();
    else stream.response.write(text);
  }

  function leave(archive: RecordId, room: Room, stream: Stream): void {
    clearTimeout(stream.timer);
    room.streams.delete(stream);
    if (room.streams.size > 0 || rooms.get(archive) !== room) return;
    room.silence();
    rooms.delete(archive);
  }

  function all(): Stream[] {
    return [...rooms.values()].flatMap((room) => [...room.streams]);
  }

  async function beat(): Promise<void> {
    const time = now();
    const shutOut = new Map<RecordId, boolean>();
    for (const stream of all()) {
      if (!shutOut.has(stream.device)) shutOut.set(stream.device, await isShutOut(stream.device));
      if (shutOut.get(stream.device) === true || time >= stream.endsAt) stream.response.end();
      else send(stream, ': beat\n\n');
    }
  }
  // Trouble of the directory shows at every request; streams live on until the next beat.
  const beats = setInterval(() => void beat().catch(() => undefined), beatMs);

  return {
    open(response, { archive, device }, grower, headers) {
      // Its line was cut while its right was looked at: nobody would ever hear that it ends.
      if (response.closed) return;
      const room = roomOf(archive, grower);
      const older = [...room.streams].filter((stream) => stream.device === device);
      for (const stream of older.slice(0, Math.max(0, older.length - PER_DEVICE + 1))) stream.response.end();
      const stream: Stream = {
        response,
        device,
        endsAt: now() + between(LIFE_MS),
        told: -1,
        timer: undefined,
      };
      room.streams.add(stream);
      response.on('close', () => leave(archive, room, stream));
      response.writeHead(200, {
        ...headers,
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        // For proxies that would keep it until it is long enough.
        'x-accel-buffering': 'no',
      });
      response.write(`retry: ${between(RETRY_MS)}\n\n`);
      tell(room, stream);
    },
    knows(archive, device, head, by) {
      for (const stream of rooms.get(archive)?.streams ?? [])
        if (stream.device === device && stream.told === head - by) stream.told = head;
    },
    get size() {
      return all().length;
    },
    close() {
      clearInterval(beats);
      for (const stream of all()) stream.response.end();
    },
  };
}
