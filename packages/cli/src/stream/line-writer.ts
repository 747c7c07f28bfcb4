const newline = 0x0a
const firstCapacity = 256 * 1024

/**
 * Collects lines of text as UTF-8 in one buffer. Strings kept until the end of a block would be promoted out of the
 * young generation and pile up until a late collection.
 */
export class LineWriter {
  private buffer: Buffer<ArrayBuffer>
  private length = 0

  /** @param capacity initial size in bytes; a good estimate avoids copying */
  constructor(capacity = firstCapacity) {
    this.buffer = Buffer.allocUnsafeSlow(capacity)
  }

  add(text: string): void {
    // A UTF-16 unit takes at most three bytes.
    this.makeRoom(text.length * 3 + 1)
    this.length += this.buffer.write(text, this.length, 'utf8')
    this.buffer[this.length] = newline
    this.length++
  }

  /** Everything added since `clear`; valid until the next one. */
  bytes(): Uint8Array<ArrayBuffer> {
    return this.buffer.subarray(0, this.length)
  }

  clear(): void {
    this.length = 0
  }

  private makeRoom(more: number): void {
    if (this.length + more <= this.buffer.length) return
    const bigger = Buffer.allocUnsafeSlow(Math.max(this.buffer.length * 2, this.length + more))
    bigger.set(this.bytes())
    this.buffer = bigger
  }
}
