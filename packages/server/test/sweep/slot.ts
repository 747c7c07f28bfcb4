import type { Noun } from './nouns.ts'

/** A place in a request at which something is named. */
export class Slot {
  readonly noun: Noun

  constructor(noun: Noun) {
    this.noun = noun
  }
}

/** What is made anew for each request, so that none repeats one before. */
export class Anew {
  readonly make: () => unknown

  constructor(make: () => unknown) {
    this.make = make
  }
}
