/** Messages to a thread, each a reply to one of its own. */
export type ToThread =
  | { kind: 'begin'; task: string; options: unknown }
  /** The file's next bytes; null at its end. */
  | { kind: 'bytes'; chunk: Uint8Array | null }
  | { kind: 'answer'; value: unknown }
  | { kind: 'continue' }
  /** The rest is not wanted, or the thread's request failed. */
  | { kind: 'stop' }

/** Messages of a thread, which waits for a reply to each. */
export type FromThread =
  /** Once, when its program has loaded. */
  | { kind: 'ready' }
  | { kind: 'pull' }
  | { kind: 'question'; value: unknown }
  | { kind: 'opened'; value: unknown }
  | { kind: 'rows'; rows: unknown[] }
  | { kind: 'done'; value: unknown }
  | { kind: 'stopped' }
  | { kind: 'failed'; message: string; stack: string | undefined }

/** Context of a thread's task. */
export type TaskContext<Question = unknown, Answer = unknown> = {
  bytes: AsyncIterable<Uint8Array>
  /** Asks the caller of the reading. */
  ask(question: Question): Promise<Answer>
}

/** Result of a task: what is known at once, the rows, and what is known after them. */
export type OpenedTask = {
  opened: unknown
  rows?: AsyncIterable<unknown>
  end?: () => unknown
}
