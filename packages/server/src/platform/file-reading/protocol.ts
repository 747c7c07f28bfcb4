/** What a thread is told. Each of its own messages gets one of these in reply. */
export type ToThread =
  | { kind: 'begin'; task: string; options: unknown }
  /** The next bytes of the file; null at its end. */
  | { kind: 'bytes'; chunk: Uint8Array | null }
  | { kind: 'answer'; value: unknown }
  | { kind: 'continue' }
  /** Nobody wants the rest, or what the thread asked for failed. */
  | { kind: 'stop' }

/** What a thread says; it waits for the reply before it goes on. */
export type FromThread =
  /** Once, when its program is loaded. */
  | { kind: 'ready' }
  | { kind: 'pull' }
  | { kind: 'question'; value: unknown }
  | { kind: 'opened'; value: unknown }
  | { kind: 'rows'; rows: unknown[] }
  | { kind: 'done'; value: unknown }
  | { kind: 'stopped' }
  | { kind: 'failed'; message: string; stack: string | undefined }

/** What a task of a thread is given. */
export type TaskContext<Question = unknown, Answer = unknown> = {
  bytes: AsyncIterable<Uint8Array>
  /** Asks whoever wants the file read. */
  ask(question: Question): Promise<Answer>
}

/** What a task makes of a file: what is known at once, the rows, and what is known behind them. */
export type OpenedTask = {
  opened: unknown
  rows?: AsyncIterable<unknown>
  end?: () => unknown
}
