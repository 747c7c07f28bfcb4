import { serveTasks, type TaskContext } from '../index.ts'

async function* counted(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<number> {
  for await (const chunk of bytes) for (const byte of chunk) yield byte
}

async function* rows(count: number): AsyncGenerator<string> {
  for (let at = 0; at < count; at++) yield `row ${at}`
}

async function* thenSpin(): AsyncGenerator<string> {
  yield* rows(200)
  for (;;);
}

// The tasks of a test's thread.
serveTasks({
  bytes: async (_: unknown, { bytes }: TaskContext) => {
    let sum = 0
    async function* added(): AsyncGenerator<number> {
      for await (const byte of counted(bytes)) {
        sum += byte
        yield byte
      }
    }
    return { opened: 'bytes', rows: added(), end: () => sum }
  },
  ask: async (question: number, { ask }: TaskContext<number, number>) => ({
    opened: await ask(question),
  }),
  rows: async (count: number) => ({ opened: 'rows', rows: rows(count) }),
  spin: async () => {
    for (;;);
  },
  'rows and spin': async () => ({ opened: 'rows', rows: thenSpin() }),
  fill: async () => {
    const allocated: string[][] = []
    for (;;) allocated.push(Array.from({ length: 10_000 }, (_, at) => `${at} ${allocated.length}`))
  },
  // One call that allocates far more than any thread may hold.
  parse: async () => {
    const text = `[${'{"a":[1,2,3],"b":"some words"},'.repeat(1_500_000)}{}]`
    const parsed = JSON.parse(text) as unknown[]
    return { opened: parsed.length, rows: thenSpin() }
  },
  fail: async () => {
    throw new Error('a fault of the reader')
  },
})
