import type { Noun } from './nouns.ts'

/** A place in a request at which something is named. */
export class Slot {
  readonly noun: Noun

  constructor(noun: Noun) {
    this.noun = noun
  }
}

/** The bytes that a name stands for in base64. */
export class Bytes {
  readonly of: Slot

  constructor(of: Slot) {
    this.of = of
  }
}

/** What is made anew for each request, so that none repeats one before. */
export class Anew {
  readonly make: () => unknown

  constructor(make: () => unknown) {
    this.make = make
  }
}
