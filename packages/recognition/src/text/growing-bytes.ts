/** Bytes to which more are added at the end. */
export class GrowingBytes {
  /** Only the first `length` are written. */
  bytes = new Uint8Array(1 << 10)
  length = 0

  push(byte: number): void {
    if (this.length === this.bytes.length) {
      const larger = new Uint8Array(this.length * 2)
      larger.set(this.bytes)
      this.bytes = larger
    }
    this.bytes[this.length++] = byte
  }

  written(): Uint8Array {
    return this.bytes.slice(0, this.length)
  }
}
