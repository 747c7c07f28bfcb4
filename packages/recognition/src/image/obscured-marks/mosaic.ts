import type { ColourPicture } from '../model.ts'
import { showsBlocks, sum, type Plane } from './block-detection.ts'

/** A part of a picture that was made unreadable: left, top, width and height in points of the picture. */
export interface Patch {
  left: number
  top: number
  width: number
  height: number
}

/** Points of a tile in which a grid is looked for, and how far tiles are apart. */
const TILE = 48
const STEP = 12
/** Sides of blocks that are looked for, in points; larger ones on the picture at half its size, twice. */
const SMALLEST = 5
const LARGEST = 14
const LEVELS = 4
/** Larger pictures are scaled down to this: blocks too small to find then hide nothing legible. */
const MAX_SIDE = 1024
/** Average difference of neighbouring blocks in gray levels: JPEG leaves less between its blocks. */
const MIN_STEP = 2
/** Maximum share of lines that change more than their neighbours: those of the finest grid are two of five. */
const MAX_ABOVE = 0.48
/** Lines with less than this share of the average change, and their maximum share. */
const WEAK = 0.3
const MAX_WEAK = 0.34
/** A single hard edge counts for at most this many gray levels. */
const MAX_STEP_HEIGHT = 24
/** Of all change from pixel to pixel this share is between blocks, the rest within them. */
const ON_GRID = 0.35
/**
 * If the textured part of a picture consists of blocks everywhere, it is a small picture, enlarged, and no part of it
 * is hidden.
 */
const MAX_OF_PICTURE = 0.35
const MAX_SPREAD = 0.5
/** Minimum number of agreeing tiles: a single one is chance. */
const MIN_TILES = 3

/**
 * Parts of a picture that were made a mosaic: square blocks of one colour each, on a grid, that show something and no
 * pattern. Written for few false alarms: blocks that were recompressed or shrunk too much are not found.
 */
export function mosaicsIn(picture: ColourPicture): Patch[] {
  let plane = grayOf(picture)
  const patches: Patch[] = []
  let scale = 1
  for (; Math.max(plane.width, plane.height) > MAX_SIDE; scale *= 2) plane = halved(plane)
  for (let level = 0; level < LEVELS; level++, scale *= 2) {
    if (level > 0) plane = halved(plane)
    if (Math.min(plane.width, plane.height) < TILE) break
    for (const patch of patchesOn(plane)) {
      patches.push({
        left: patch.left * scale,
        top: patch.top * scale,
        width: patch.width * scale,
        height: patch.height * scale,
      })
    }
  }
  return merged(patches)
}

/** Those that overlap as one. */
function merged(patches: readonly Patch[]): Patch[] {
  const mergedPatches: Patch[] = []
  for (const patch of patches) {
    let merging = patch
    for (let at = mergedPatches.findIndex((other) => meet(merging, other)); at >= 0;) {
      merging = around(merging, ...mergedPatches.splice(at, 1))
      at = mergedPatches.findIndex((other) => meet(merging, other))
    }
    mergedPatches.push(merging)
  }
  return mergedPatches
}

function meet(a: Patch, b: Patch): boolean {
  const across = Math.min(a.left + a.width, b.left + b.width) > Math.max(a.left, b.left)
  return across && Math.min(a.top + a.height, b.top + b.height) > Math.max(a.top, b.top)
}

function around(...patches: readonly Patch[]): Patch {
  const left = Math.min(...patches.map((patch) => patch.left))
  const top = Math.min(...patches.map((patch) => patch.top))
  const right = Math.max(...patches.map((patch) => patch.left + patch.width))
  const bottom = Math.max(...patches.map((patch) => patch.top + patch.height))
  return { left, top, width: right - left, height: bottom - top }
}

function grayOf({ width, height, data }: ColourPicture): Plane {
  const gray = new Float32Array(width * height)
  for (let i = 0, at = 0; i < gray.length; i++, at += 3)
    gray[i] =
      0.299 * (data[at] as number) +
      0.587 * (data[at + 1] as number) +
      0.114 * (data[at + 2] as number)
  return { width, height, data: gray }
}

function halved({ width, height, data }: Plane): Plane {
  const [columns, rows] = [width >> 1, height >> 1]
  const half = new Float32Array(columns * rows)
  for (let y = 0; y < rows; y++)
    for (let x = 0; x < columns; x++) {
      const at = 2 * y * width + 2 * x
      const [a, b] = [data[at] as number, data[at + 1] as number]
      const [c, d] = [data[at + width] as number, data[at + width + 1] as number]
      half[y * columns + x] = (a + b + c + d) / 4
    }
  return { width: columns, height: rows, data: half }
}

function patchesOn(plane: Plane): Patch[] {
  const { width, height } = plane
  const columns = Math.floor((width - TILE) / STEP) + 1
  const rows = Math.floor((height - TILE) / STEP) + 1
  const sides = new Float64Array(columns * rows)
  const changes = changesOf(plane)
  let [count, shown] = [0, 0]
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const side = blocksIn(plane, changes, column * STEP, row * STEP)
      sides[row * columns + column] = side
      if (side > 0) count++
      if (side > 0 || !isPlain()) shown++
    }
  const patches = joined(sides, columns, rows)
  if (patches.length === 0) return []
  const all = around(...patches)
  const isAllOver = all.width * all.height > MAX_SPREAD * width * height
  return isAllOver && count > MAX_OF_PICTURE * shown ? [] : patches
}

/** Adjacent tiles with blocks of the same size, as their bounding rectangle. */
function joined(sides: Float64Array, columns: number, rows: number): Patch[] {
  const seen = new Uint8Array(sides.length)
  const patches: Patch[] = []
  for (let from = 0; from < sides.length; from++) {
    const side = sides[from] as number
    if (side === 0 || seen[from]) continue
    seen[from] = 1
    const group = [from]
    let [left, right, top, bottom] = [columns, 0, rows, 0]
    for (let next = 0; next < group.length; next++) {
      const at = group[next] as number
      const [column, row] = [at % columns, Math.floor(at / columns)]
      left = Math.min(left, column)
      right = Math.max(right, column)
      top = Math.min(top, row)
      bottom = Math.max(bottom, row)
      for (const [x, y] of [
        [column - 1, row],
        [column + 1, row],
        [column, row - 1],
        [column, row + 1],
      ] as const) {
        if (x < 0 || y < 0 || x >= columns || y >= rows) continue
        const other = y * columns + x
        if (seen[other] || Math.abs((sides[other] as number) - side) > 0.5) continue
        seen[other] = 1
        group.push(other)
      }
    }
    if (group.length < MIN_TILES) continue
    const [x, y] = [left * STEP, top * STEP]
    patches.push({
      left: x,
      top: y,
      width: (right - left) * STEP + TILE,
      height: (bottom - top) * STEP + TILE,
    })
  }
  return patches
}

const across = new Float64Array(TILE)
const down = new Float64Array(TILE)

/** The side of the blocks that make up a tile, in points; 0 where none do. */
function blocksIn(plane: Plane, changes: Changes, left: number, top: number): number {
  profiles(plane, changes, left, top)
  const [totalAcross, totalDown] = [sum(across), sum(down)]
  if (isEven(across, totalAcross) || isEven(down, totalDown)) return 0
  let best = 0
  let bestShare = ON_GRID
  for (let side = SMALLEST; side <= LARGEST; side += 0.25) {
    const first = combed(across, side, totalAcross)
    if (first.share <= bestShare) continue
    const second = combed(down, side, totalDown)
    const share = Math.min(first.share, second.share)
    if (share <= bestShare || Math.min(first.step, second.step) < MIN_STEP) continue
    if (
      !showsBlocks(
        plane,
        { left: left + first.phase, top: top + second.phase, side },
        { right: left + TILE, bottom: top + TILE },
      )
    )
      continue
    best = side
    bestShare = share
  }
  return best
}

/**
 * Changes from each pixel to the next, summed down the columns and along the rows, so that a tile takes two reads per
 * line.
 */
interface Changes {
  /** Of each point to the one at its right, over all rows above it. */
  across: Float64Array
  /** Of each point to the one below it, over all columns before it. */
  down: Float64Array
}

function changesOf({ width, height, data }: Plane): Changes {
  const across = new Float64Array(width * (height + 1))
  const down = new Float64Array((width + 1) * height)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = y * width + x
      const here = data[at] as number
      const right =
        x + 1 < width ? Math.min(MAX_STEP_HEIGHT, Math.abs((data[at + 1] as number) - here)) : 0
      const below =
        y + 1 < height
          ? Math.min(MAX_STEP_HEIGHT, Math.abs((data[at + width] as number) - here))
          : 0
      across[at + width] = (across[at] as number) + right
      const row = y * (width + 1) + x
      down[row + 1] = (down[row] as number) + below
    }
  return { across, down }
}

/** How much changes from each column to the next, and from each row to the next, on average over a tile. */
function profiles({ width }: Plane, changes: Changes, left: number, top: number): void {
  for (let i = 0; i < TILE; i++) {
    const at = top * width + left + i
    const row = (top + i) * (width + 1) + left
    across[i] =
      ((changes.across[at + TILE * width] as number) - (changes.across[at] as number)) / TILE
    down[i] = ((changes.down[row + TILE] as number) - (changes.down[row] as number)) / TILE
  }
}

/** Whether next to nothing changes in the last tile. */
function isPlain(): boolean {
  return Math.max(sum(across), sum(down)) < MIN_STEP * 3
}

/** Whether too much changes everywhere for a grid's lines to be visible. */
function isEven(profile: Float64Array, total: number): boolean {
  if (total < MIN_STEP * 3) return true
  let above = 0
  for (const value of profile) if (value * TILE > 0.8 * total) above++
  return above > MAX_ABOVE * TILE
}

/**
 * The share of change on the lines of a grid, beyond chance; a line may be two pixels wide, since a picture that was
 * scaled down has soft ones.
 */
function combed(
  profile: Float64Array,
  side: number,
  total: number,
): { share: number; phase: number; step: number } {
  let best = 0
  let phase = 0
  let lines = 0
  for (let offset = 0; offset < side; offset += 0.5) {
    let on = 0
    let count = 0
    for (let at = offset; at < TILE - 1.5; at += side) {
      const near = Math.round(at)
      on += (profile[near] as number) + (profile[near + 1] as number)
      count++
    }
    if (on <= best) continue
    best = on
    phase = offset + 1
    lines = count
  }
  if (total === 0 || lines === 0) return { share: 0, phase: 0, step: 0 }
  // If two edges happen to be on a grid, most of its lines show no change.
  let weak = 0
  for (let at = phase - 1; at < TILE - 1.5; at += side) {
    const near = Math.round(at)
    if ((profile[near] as number) + (profile[near + 1] as number) < (WEAK * best) / lines) weak++
  }
  if (weak > MAX_WEAK * lines) return { share: 0, phase: 0, step: 0 }
  const chance = Math.min(0.9, 2 / side)
  return { share: (best / total - chance) / (1 - chance), phase, step: best / lines }
}
