import { startKernel, type Kernel } from '../kernel/kernel.ts'

/** The nearest words of each descriptor, nearest first, with the signature under each. */
export interface Words {
  /** As many for each descriptor as were asked for. */
  words: Int32Array
  /** As many. */
  signatures: BigUint64Array
}

const BYTES = 128
const DIRECTIONS = 64
const LEVELS = 3

/** Maps descriptors to words, so that similar ones are found together. */
export class Vocabulary {
  readonly size: number
  private readonly kernel: Kernel = startKernel()

  /**
   * Reads three bytes with the number of branches per node on each level, 64 directions of 128 signed bytes, then the
   * centres of each level, 128 bytes each.
   */
  constructor(bytes: Uint8Array) {
    const [first = 0, second = 0, third = 0] = bytes
    this.size = first * second * third
    const expected = LEVELS + BYTES * (DIRECTIONS + first + first * second + this.size)
    if (this.size === 0 || bytes.length !== expected) {
      throw new Error(
        `The words for pictures are ${bytes.length} bytes where ${expected} are said.`,
      )
    }
    const place = this.kernel.placeWords(first, second, third)
    new Uint8Array(this.kernel.memory.buffer).set(bytes.subarray(LEVELS), place)
    this.kernel.readWords(place)
  }

  /** With `mirrored`, the words that the features would have had in the mirrored picture. */
  name(descriptors: Uint8Array, most: number, mirrored: boolean): Words {
    const { kernel } = this
    kernel.forget()
    const count = (descriptors.length / BYTES) * most
    const source = kernel.take(descriptors.length)
    const signatures = kernel.take(8 * count)
    const words = kernel.take(4 * count)
    new Uint8Array(kernel.memory.buffer).set(descriptors, source)
    kernel.nameWords(source, descriptors.length / BYTES, most, mirrored, words, signatures)
    const { buffer } = kernel.memory
    return {
      words: new Int32Array(buffer, words, count).slice(),
      signatures: new BigUint64Array(buffer, signatures, count).slice(),
    }
  }
}
