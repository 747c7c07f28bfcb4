import type { Embedding } from './networks.ts'

/**
 * The similarity of two pictures according to an embedder: 0 where it begins to count, 1 where they are the same to
 * it.
 */
export interface Likeness {
  name: string
  share: number
}

/**
 * References by one embedder's vectors. Each query reads all: 100,000 of 512 numbers take some tens of milliseconds.
 */
export class EmbeddingIndex {
  private readonly known = new Map<string, Embedding>()

  add(name: string, embedding: Embedding): void {
    this.known.set(name, embedding)
  }

  remove(name: string): boolean {
    return this.known.delete(name)
  }

  /** The nearest that the embedder's own word counts for, the most alike first, then by name. */
  near(query: Embedding | undefined, most: number): Likeness[] {
    if (query === undefined) return []
    const likenesses: Likeness[] = []
    for (const [name, { network, vector }] of this.known) {
      // Vectors of a previous network cannot be compared with those of this one.
      if (network !== query.network || vector.length !== query.vector.length) continue
      const cosine = product(vector, query.vector)
      if (cosine < query.from) continue
      likenesses.push({ name, share: Math.min(1, (cosine - query.from) / (1 - query.from)) })
    }
    return likenesses.sort((a, b) => b.share - a.share || (a.name < b.name ? -1 : 1)).slice(0, most)
  }
}

function product(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number)
  return sum
}
