type Waiting<I, O> = {
  input: I
  resolve: (output: O | PromiseLike<O>) => void
  reject: (error: unknown) => void
}

type Group<I, O> = { underway: number; waiting: Waiting<I, O>[] }

export type GroupingOptions<I, O> = {
  /** Does the work of a group; returns the outputs in the order of the inputs, some perhaps later than others. */
  work: (inputs: readonly I[]) => Promise<readonly (O | PromiseLike<O>)[]>
  /** Most inputs of one group. */
  most: number
  /** Groups of one name that may be underway at once. */
  mostUnderway: number
  /** Inputs with the same name are never in one group; defaults to none. */
  nameOf?: (input: I) => string
}

/**
 * Does work for inputs that arrive at nearly the same time together. The first input begins at the end of the current
 * turn of the event loop, so a lone one does not wait; those that arrive while enough groups are underway form the
 * next one. Every group begins after the arrival of each of its inputs.
 */
export class Grouping<I, O> {
  private readonly options: GroupingOptions<I, O>
  private readonly groups = new Map<string, Group<I, O>>()

  constructor(options: GroupingOptions<I, O>) {
    this.options = options
  }

  /** Adds an input to the work of this name; rejects with the error of its group. */
  run(name: string, input: I): Promise<O> {
    const { promise, resolve, reject } = Promise.withResolvers<O>()
    const known = this.groups.get(name)
    const group = known ?? { underway: 0, waiting: [] }
    if (known === undefined) this.groups.set(name, group)
    group.waiting.push({ input, resolve, reject })
    if (group.waiting.length === 1) setImmediate(() => this.begin(name, group))
    return promise
  }

  private begin(name: string, group: Group<I, O>): void {
    while (group.waiting.length > 0 && group.underway < this.options.mostUnderway) {
      group.underway++
      void this.answer(this.dequeue(group)).then(() => {
        group.underway--
        if (group.waiting.length > 0) this.begin(name, group)
        else if (group.underway === 0) this.groups.delete(name)
      })
    }
  }

  private dequeue(group: Group<I, O>): Waiting<I, O>[] {
    const { most, nameOf } = this.options
    if (nameOf === undefined) return group.waiting.splice(0, most)
    const names = new Set<string>()
    const taken: Waiting<I, O>[] = []
    const left: Waiting<I, O>[] = []
    for (const one of group.waiting) {
      const inputName = nameOf(one.input)
      if (taken.length < most && !names.has(inputName)) taken.push(one)
      else left.push(one)
      names.add(inputName)
    }
    group.waiting = left
    return taken
  }

  private async answer(taken: readonly Waiting<I, O>[]): Promise<void> {
    try {
      const outputs = await this.options.work(taken.map(({ input }) => input))
      for (const [at, { resolve, reject }] of taken.entries()) {
        if (at < outputs.length) resolve(outputs[at] as O | PromiseLike<O>)
        else reject(new Error('a group has fewer outputs than inputs'))
      }
    } catch (error) {
      for (const { reject } of taken) reject(error)
    }
  }
}
