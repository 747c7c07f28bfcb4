import type { Noun } from './request-nouns.ts'

/** A position in a request at which something is named. */
export class Slot {
  readonly noun: Noun

  constructor(noun: Noun) {
    this.noun = noun
  }
}

/** The base64 bytes of a name. */
export class Bytes {
  readonly of: Slot

  constructor(of: Slot) {
    this.of = of
  }
}

/** Created anew for each request, so that none repeats an earlier one. */
export class Anew {
  readonly make: () => unknown

  constructor(make: () => unknown) {
    this.make = make
  }
}
