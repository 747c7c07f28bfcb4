/**
 * A shared budget of bytes. A holder may use as much as then remains free: alone half of it, two holders a third
 * each; a newcomer always finds some.
 */
export class ByteShares {
  readonly size: number
  private used = 0
  private readonly perHolder = new Map<string, number>()

  constructor(size: number) {
    this.size = size
  }

  usedBy(holder: string): number {
    return this.perHolder.get(holder) ?? 0
  }

  /** Whether so many more bytes are within the holder's share. */
  hasRoom(holder: string, bytes: number): boolean {
    return this.usedBy(holder) + bytes <= this.size - this.used - bytes
  }

  add(holder: string, bytes: number): void {
    this.used += bytes
    const now = this.usedBy(holder) + bytes
    if (now === 0) this.perHolder.delete(holder)
    else this.perHolder.set(holder, now)
  }
}
