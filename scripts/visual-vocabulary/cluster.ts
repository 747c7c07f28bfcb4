const BYTES = 128
/** Maximum descriptors used to move the centres; all are assigned to them in the end. */
const SAMPLE = 120_000
const ROUNDS = 10

export interface Clusters {
  centres: Float32Array
  /** Which descriptors fell to each centre. */
  members: Int32Array[]
}

/** k-means over rows of 128 bytes; with fewer rows than centres, rows are repeated. */
export function cluster(
  descriptors: Uint8Array,
  rows: Int32Array,
  count: number,
  next: () => number,
): Clusters {
  const sample = rows.length > SAMPLE ? every(rows, SAMPLE) : rows
  const centres = seed(descriptors, sample, count, next)
  const nearest = new Int32Array(rows.length)
  for (let round = 0; round < ROUNDS; round++) {
    assign(descriptors, sample, centres, count, nearest)
    move(descriptors, sample, centres, count, nearest, next)
  }
  assign(descriptors, rows, centres, count, nearest)
  const sizes = new Int32Array(count)
  for (const i of nearest) sizes[i] = (sizes[i] ?? 0) + 1
  const members = Array.from(sizes, (size) => new Int32Array(size))
  sizes.fill(0)
  for (let i = 0; i < rows.length; i++) {
    const centre = nearest[i] ?? 0
    const list = members[centre]
    if (list) list[sizes[centre] ?? 0] = rows[i] ?? 0
    sizes[centre] = (sizes[centre] ?? 0) + 1
  }
  return { centres, members }
}

function every(rows: Int32Array, count: number): Int32Array {
  return Int32Array.from(
    { length: count },
    (_, i) => rows[Math.floor((i * rows.length) / count)] ?? 0,
  )
}

function seed(
  descriptors: Uint8Array,
  rows: Int32Array,
  count: number,
  next: () => number,
): Float32Array {
  const centres = new Float32Array(count * BYTES)
  for (let c = 0; c < count; c++) {
    const row = rows[Math.floor(next() * rows.length)] ?? 0
    for (let d = 0; d < BYTES; d++) centres[c * BYTES + d] = descriptors[row * BYTES + d] ?? 0
  }
  return centres
}

function assign(
  descriptors: Uint8Array,
  rows: Int32Array,
  centres: Float32Array,
  count: number,
  nearest: Int32Array,
): void {
  const halves = Float32Array.from({ length: count }, (_, c) => {
    let sum = 0
    for (let d = 0; d < BYTES; d++) sum += (centres[c * BYTES + d] ?? 0) ** 2
    return sum / 2
  })
  const own = new Float32Array(BYTES)
  for (let i = 0; i < rows.length; i++) {
    const row = (rows[i] ?? 0) * BYTES
    for (let d = 0; d < BYTES; d++) own[d] = descriptors[row + d] ?? 0
    let best = -Infinity
    for (let c = 0; c < count; c++) {
      const score = dot(own, centres, c * BYTES) - (halves[c] ?? 0)
      if (score > best) {
        best = score
        nearest[i] = c
      }
    }
  }
}

// Four separate sums let the processor add in parallel; training spends most of its time in this loop.
function dot(own: Float32Array, centres: Float32Array, at: number): number {
  let a = 0
  let b = 0
  let c = 0
  let e = 0
  for (let d = 0; d < BYTES; d += 4) {
    a += (own[d] as number) * (centres[at + d] as number)
    b += (own[d + 1] as number) * (centres[at + d + 1] as number)
    c += (own[d + 2] as number) * (centres[at + d + 2] as number)
    e += (own[d + 3] as number) * (centres[at + d + 3] as number)
  }
  return a + b + c + e
}

function move(
  descriptors: Uint8Array,
  rows: Int32Array,
  centres: Float32Array,
  count: number,
  nearest: Int32Array,
  next: () => number,
): void {
  const sums = new Float64Array(count * BYTES)
  const sizes = new Int32Array(count)
  for (let i = 0; i < rows.length; i++) {
    const centre = nearest[i] ?? 0
    const row = (rows[i] ?? 0) * BYTES
    sizes[centre] = (sizes[centre] ?? 0) + 1
    const at = centre * BYTES
    for (let d = 0; d < BYTES; d++) {
      sums[at + d] = (sums[at + d] as number) + (descriptors[row + d] as number)
    }
  }
  for (let c = 0; c < count; c++) {
    const size = sizes[c] ?? 0
    // A centre without members begins again elsewhere.
    const row = (rows[Math.floor(next() * rows.length)] ?? 0) * BYTES
    for (let d = 0; d < BYTES; d++) {
      const at = c * BYTES + d
      centres[at] = size === 0 ? (descriptors[row + d] ?? 0) : (sums[at] ?? 0) / size
    }
  }
}
