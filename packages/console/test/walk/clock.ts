/**
 * Lets this process, and a server in it, believe that it is earlier by so many milliseconds. Gives the
 * way back. Browsers and databases keep the time of day.
 */
export function setClockBack(milliseconds: number): () => void {
  const TrueDate = globalThis.Date
  class EarlierDate extends TrueDate {
    constructor(...given: [] | [number | string]) {
      if (given.length === 0) super(TrueDate.now() - milliseconds)
      // What is given is a time already: its own parts, as Date takes them.
      else super(...(given as [number]))
    }

    static override now(): number {
      return TrueDate.now() - milliseconds
    }

    static override [Symbol.hasInstance](value: unknown): boolean {
      return value instanceof TrueDate
    }
  }
  globalThis.Date = EarlierDate as DateConstructor
  return () => {
    globalThis.Date = TrueDate
  }
}
