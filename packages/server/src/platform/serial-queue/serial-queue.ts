/** Runs tasks one after the other, in the order in which they were added; one that fails holds up no other. */
export class SerialQueue {
  private last: Promise<unknown> = Promise.resolve()

  /** Settles as the task does, which begins once all tasks added before it have ended. */
  async run<T>(task: () => T | Promise<T>): Promise<T> {
    const result = this.last.then(task)
    this.last = result.catch(() => undefined)
    return result
  }

  /** Settles when all tasks added so far have ended. */
  async settled(): Promise<void> {
    await this.last
  }
}
