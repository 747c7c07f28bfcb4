import { thumbnailBytes, type Thumbnail } from './thumbnail.ts'

/** Thumbnails per array: very many small arrays would each cost about as much again. */
const segmentSize = 1024

/** Thumbnails by numbered places. */
export class Thumbnails {
  private readonly shelves: Uint8Array[] = []
  private readonly free: number[] = []
  private used = 0

  /** Stores a copy and returns its place, valid until it is removed. */
  add(thumbnail: Thumbnail): number {
    const place = this.free.pop() ?? this.used++
    const number = Math.floor(place / segmentSize)
    const on = (this.shelves[number] ??= new Uint8Array(segmentSize * thumbnailBytes))
    on.set(thumbnail, (place % segmentSize) * thumbnailBytes)
    return place
  }

  get(place: number): Thumbnail {
    const start = (place % segmentSize) * thumbnailBytes
    return (this.shelves[Math.floor(place / segmentSize)] ?? new Uint8Array(0)).subarray(
      start,
      start + thumbnailBytes,
    )
  }

  remove(place: number): void {
    this.free.push(place)
  }
}
