import type { Point } from '../model.ts'
import { groupsOf, type ValueMap } from './point-groups.ts'
import { holds, type Rectangle } from './rectangles.ts'
import type { Area } from './tensors.ts'

/** Letters that are too small or too bent for the detector leave so little in its map. */
const WEAKLY = 0.003
/** The map is processed in squares of this many points, */
const CELL = 16
/** and squares with up to this many others between them are one place: spaced letters form one name. */
const APART = 2
/** The detector sees more with surroundings: a place is examined with this much around it, */
const SURROUNDED = 1.8
/** and never less than this. */
const NARROWEST = 352
/**
 * Places are enlarged by this factor, to at most this many points; a smaller enlargement is not worth another pass.
 */
const ENLARGED = 2
const MAX_SIDE = 960
const WORTHWHILE = 4 / 3

/**
 * Places of a map with a very weak detector response, for another pass after enlarging: together no more points than
 * the map has. Text that was read surely is left out. The most promising first, in points of the map.
 */
export function faintTextAreas(map: ValueMap, read: readonly Rectangle[]): Area[] {
  const cells = cellsOf(map, read)
  const places: (Area & { seen: number })[] = []
  for (const group of groupsOf(cells, WEAKLY, APART)) {
    const columns = group.map((at) => at % cells.width)
    const rows = group.map((at) => Math.floor(at / cells.width))
    const [left, width] = surrounded(columns, map.width)
    const [top, height] = surrounded(rows, map.height)
    const seen = group.reduce((sum, at) => sum + (cells.data[at] ?? 0), 0)
    places.push({ left, top, width, height, seen })
  }
  let left = map.width * map.height
  return united(places)
    .sort((a, b) => b.seen - a.seen)
    .filter((place) => {
      const scale = enlargement(place)
      const points = place.width * place.height * scale * scale
      if (scale < WORTHWHILE || points > left) return false
      left -= points
      return true
    })
}

/** How much a place is enlarged for its second pass. */
export function enlargement({ width, height }: Area): number {
  return Math.min(ENLARGED, MAX_SIDE / Math.max(width, height))
}

/** The greatest value of each square of a map, zero if it was read. */
function cellsOf(map: ValueMap, read: readonly Rectangle[]): ValueMap {
  const [width, height] = [Math.ceil(map.width / CELL), Math.ceil(map.height / CELL)]
  const data = new Float32Array(width * height)
  for (const [at, value] of map.data.entries()) {
    const x = at % map.width
    const cell = Math.floor((at - x) / map.width / CELL) * width + Math.floor(x / CELL)
    if (value > (data[cell] ?? 0)) data[cell] = value
  }
  for (const cell of data.keys()) {
    const middle: Point = [((cell % width) + 0.5) * CELL, (Math.floor(cell / width) + 0.5) * CELL]
    if (read.some((rectangle) => holds(rectangle, middle, CELL))) data[cell] = 0
  }
  return { width, height, data }
}

/** The start and the length of a stretch of squares with its surroundings, within this many points. */
function surrounded(cells: readonly number[], most: number): [from: number, length: number] {
  const [from, to] = [Math.min(...cells) * CELL, (Math.max(...cells) + 1) * CELL]
  const length = Math.min(most, Math.max(NARROWEST, (to - from) * SURROUNDED))
  return [Math.max(0, Math.min(most - length, (from + to - length) / 2)), length]
}

/** Merges overlapping places if that saves points at the same enlargement. */
function united(places: readonly (Area & { seen: number })[]): (Area & { seen: number })[] {
  const apart: (Area & { seen: number })[] = []
  for (const place of places) {
    const index = apart.findIndex((other) => {
      const both = around(place, other)
      return (
        both.width * both.height <= place.width * place.height + other.width * other.height &&
        enlargement(both) >= Math.min(enlargement(place), enlargement(other))
      )
    })
    const other = apart[index]
    if (other === undefined) apart.push(place)
    else apart[index] = { ...around(place, other), seen: place.seen + other.seen }
  }
  return apart.length < places.length ? united(apart) : apart
}

function around(one: Area, other: Area): Area {
  const [left, top] = [Math.min(one.left, other.left), Math.min(one.top, other.top)]
  const right = Math.max(one.left + one.width, other.left + other.width)
  const bottom = Math.max(one.top + one.height, other.top + other.height)
  return { left, top, width: right - left, height: bottom - top }
}
