import type { PictureMatch } from '../model.ts'
import type { PictureDescription } from './description.ts'
import { decodePicture, type PictureRefusal } from '../decode/index.ts'
import { describePicture } from './description.ts'
import { PictureMatcher } from './matcher.ts'

/**
 * One end of a channel to another thread, such as Node's `Worker`, `MessagePort` and `parentPort`; none is imported
 * here, so that the engine runs in any environment.
 */
export interface PictureChannel {
  postMessage(message: unknown): void
  on(event: 'message', listener: (message: unknown) => void): unknown
}

/** The description of a file's picture, or the reason for which it was not read: "it is empty". */
export type DescribedPicture =
  | { ok: true; description: PictureDescription }
  | { ok: false; refusal: PictureRefusal }

interface Questions {
  describe: { ask: { bytes: Uint8Array }; answer: DescribedPicture }
  add: { ask: { name: string; description: PictureDescription }; answer: number }
  remove: { ask: { name: string }; answer: boolean }
  match: { ask: { description: PictureDescription; top?: number }; answer: PictureMatch[] }
}

type Question = {
  [Kind in keyof Questions]: { id: number; kind: Kind } & Questions[Kind]['ask']
}[keyof Questions]

type Answer = { id: number; answer: unknown } | { id: number; failure: string }

/**
 * Answers a `ThreadedPictureMatcher` from another thread. All that a worker's program needs is
 *
 * ```ts
 * import { parentPort } from 'node:worker_threads'
 * if (parentPort) servePictureMatcher(parentPort, new PictureMatcher(new Vocabulary(words)))
 * ```
 *
 * Questions are answered one after the other, in the order in which they were asked, but that files are
 * unpacked beside. A failing question is answered with the reason, and the thread continues.
 */
export function servePictureMatcher(
  channel: PictureChannel,
  matcher: PictureMatcher = new PictureMatcher(),
): void {
  channel.on('message', (message) => {
    const question = message as Question
    void answerTo(question, matcher)
      .then((answer): Answer => ({ id: question.id, answer }))
      .catch((error: unknown): Answer => {
        const failure = error instanceof Error ? error.message : String(error)
        return { id: question.id, failure }
      })
      .then((answer) => channel.postMessage(answer))
  })
}

async function answerTo(question: Question, matcher: PictureMatcher): Promise<unknown> {
  switch (question.kind) {
    case 'describe': {
      const decoding = await decodePicture(question.bytes)
      if (!decoding.ok) return decoding
      return { ok: true, description: describePicture(decoding.picture) }
    }
    case 'add':
      matcher.add(question.name, question.description)
      return matcher.size
    case 'remove':
      return matcher.remove(question.name)
    case 'match':
      return matcher.match(question.description, { top: question.top })
  }
}

interface Waiting {
  resolve(answer: unknown): void
  reject(error: Error): void
}

/**
 * A `PictureMatcher` in another thread, so that no picture holds up the thread that asks: describing one takes
 * tens of milliseconds, matching it ten. References come and go while it is asked; who asks after `add` was
 * called finds the reference, without waiting for its answer, since questions are answered in order.
 *
 * ```ts
 * const worker = new Worker(program)
 * const matcher = new ThreadedPictureMatcher(worker)
 * worker.on('error', (error) => matcher.fail(error))
 * worker.on('exit', (code) => matcher.fail(new Error(`it ended with code ${code}`)))
 *
 * const described = await matcher.describe(bytes)
 * if (described.ok) await matcher.add('bag-front', described.description)
 * const matches = await matcher.match(other.description, { top: 10 })
 * ```
 *
 * A description may be kept (it holds typed arrays, numbers and a string, and is cloned structurally) and
 * given again when a server starts. Threads that only describe hold no references: start some more of the
 * same program where many pictures come, and ask each in turn. Of matching threads each holds its own
 * references.
 */
export class ThreadedPictureMatcher {
  private readonly channel: PictureChannel
  private readonly waiting = new Map<number, Waiting>()
  private failure: Error | undefined
  private last = 0

  constructor(channel: PictureChannel) {
    this.channel = channel
    channel.on('message', (message) => this.settle(message as Answer))
  }

  /** Questions asked and not answered. */
  get load(): number {
    return this.waiting.size
  }

  /** Unpacks and describes a picture; faults of its bytes are returned and never thrown. */
  describe(bytes: Uint8Array): Promise<DescribedPicture> {
    return this.request('describe', { bytes })
  }

  /** Adds a reference, replacing one of the same name. Returns how many there are. */
  add(name: string, description: PictureDescription): Promise<number> {
    return this.request('add', { name, description })
  }

  /** False if no reference has this name. */
  remove(name: string): Promise<boolean> {
    return this.request('remove', { name })
  }

  /** The references that the picture may show: one entry each, the most probable first, then by name. */
  match(description: PictureDescription, { top }: { top?: number } = {}): Promise<PictureMatch[]> {
    return this.request('match', { description, top })
  }

  /** The thread has ended: pending and future callers get the reason. */
  fail(error: Error): void {
    this.failure ??= error
    for (const { reject } of this.waiting.values()) reject(this.failure)
    this.waiting.clear()
  }

  private request<Kind extends keyof Questions>(
    kind: Kind,
    input: Questions[Kind]['ask'],
  ): Promise<Questions[Kind]['answer']> {
    if (this.failure) return Promise.reject(this.failure)
    const id = ++this.last
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject })
      this.channel.postMessage({ id, kind, ...input })
    })
  }

  private settle(message: Answer): void {
    const waiting = this.waiting.get(message.id)
    this.waiting.delete(message.id)
    if ('failure' in message) waiting?.reject(new Error(message.failure))
    else waiting?.resolve(message.answer)
  }
}
