import { seededRandom, type Random } from '../random.ts'
import type { Photo } from './photos.ts'

/** One half is for choosing thresholds, the other for reporting their results. */
export type Half = 'choose' | 'report'

export interface Split {
  references: Photo[]
  /** Photos beside or below an edited photo. */
  others: Photo[]
  distractors: Photo[]
}

/** At most these shares of the photos. */
const shares = { references: 0.35, others: 0.1 }

/** Assigns whole scenes, so that no non-copy shows the same shelf, floor or seller's hand. */
export function splitByScene(photos: readonly Photo[], references: number, seed: number): Split {
  const scenes = new Map<string, Photo[]>()
  for (const photo of photos) scenes.set(photo.scene, [...(scenes.get(photo.scene) ?? []), photo])
  const random = seededRandom(seed)
  const wanted = {
    references: Math.min(references, Math.floor(photos.length * shares.references)),
    others: Math.floor(photos.length * shares.others),
  }
  const split: Split = { references: [], others: [], distractors: [] }
  for (const scene of inAnyOrder([...scenes.values()], random)) {
    // A scene larger than the remaining room goes entirely to the distractors.
    const part = (['references', 'others'] as const).find(
      (name) => split[name].length + scene.length <= wanted[name],
    )
    split[part ?? 'distractors'].push(...scene)
  }
  // However few distractors are asked about, they come from all scenes.
  return { ...split, distractors: inAnyOrder(split.distractors, random) }
}

function inAnyOrder<T>(values: readonly T[], random: Random): T[] {
  return values
    .map((value) => ({ value, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value)
}

/** Scenes fall to the halves by their name, on both sides of the split. */
export function halfOf(scene: string): Half {
  let hash = 0x811c9dc5
  for (const letter of scene) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193)
  return (hash >>> 7) % 2 === 0 ? 'choose' : 'report'
}
