import type { Random } from '../../random.ts'
import type { Raster } from '../raster.ts'

/** Inputs of an edit: numbers from a seed, and other photos to place beside or below. */
export interface Chance {
  random: Random
  /** Another photo, of none of the scenes that are asked about. */
  other(): Promise<Raster>
}

export type Edit = (raster: Raster, hard: boolean, chance: Chance) => Promise<Raster>

export function between(random: Random, least: number, most: number): number {
  return least + (most - least) * random()
}

export function randomInteger(random: Random, least: number, most: number): number {
  return Math.floor(between(random, least, most + 1))
}

export function pickOne<T>(random: Random, values: readonly [T, ...T[]]): T {
  return values[Math.floor(random() * values.length)] ?? values[0]
}

export function colour(random: Random): string {
  return `#${Array.from({ length: 3 }, () => randomInteger(random, 0, 255).toString(16).padStart(2, '0')).join('')}`
}
