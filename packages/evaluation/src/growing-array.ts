type NumberArray = Float64Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>

/** A growing list of numbers that takes no more memory than the numbers themselves. */
export class Column<Kind extends NumberArray> {
  length = 0
  private buffer: Kind
  private readonly make: (length: number) => Kind

  constructor(make: (length: number) => Kind) {
    this.make = make
    this.buffer = make(1024)
  }

  push(value: number): void {
    if (this.length === this.buffer.length) {
      const wider = this.make(this.buffer.length * 2)
      wider.set(this.buffer)
      this.buffer = wider
    }
    this.buffer[this.length++] = value
  }

  /** The pushed values; valid until the next `push`. */
  values(): Kind {
    return this.buffer.subarray(0, this.length) as Kind
  }
}

export const float64 = (length: number): Float64Array<ArrayBuffer> => new Float64Array(length)
export const uint32 = (length: number): Uint32Array<ArrayBuffer> => new Uint32Array(length)
export const uint8 = (length: number): Uint8Array<ArrayBuffer> => new Uint8Array(length)
