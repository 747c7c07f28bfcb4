import { normal } from './random-stream.ts'

const BYTES = 128
const BITS = 64

/**
 * 64 directions for signatures: the subspace in which descriptors differ most from their words, rotated at random so
 * that all bits carry equal information (Gong and Lazebnik, "Iterative Quantization", 2011, without its iteration).
 * Rows of signed bytes; only the sign of a product counts.
 */
export function signatureDirections(residuals: Float32Array, next: () => number): Int8Array {
  const axes = strongest(covariance(residuals))
  const turn = orthonormal(BITS, BITS, normal(next))
  const result = new Int8Array(BITS * BYTES)
  for (let bit = 0; bit < BITS; bit++) {
    const row = new Float64Array(BYTES)
    for (let axis = 0; axis < BITS; axis++) {
      const factor = turn[bit * BITS + axis] ?? 0
      for (let d = 0; d < BYTES; d++) row[d] = (row[d] ?? 0) + factor * (axes[axis]?.[d] ?? 0)
    }
    const scale = 127 / row.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9)
    for (let d = 0; d < BYTES; d++) result[bit * BYTES + d] = Math.round((row[d] ?? 0) * scale)
  }
  return result
}

function covariance(rows: Float32Array): Float64Array {
  const sums = new Float64Array(BYTES * BYTES)
  for (let at = 0; at < rows.length; at += BYTES) {
    for (let i = 0; i < BYTES; i++) {
      const value = rows[at + i] as number
      for (let j = 0; j <= i; j++) {
        sums[i * BYTES + j] = (sums[i * BYTES + j] as number) + value * (rows[at + j] as number)
      }
    }
  }
  for (let i = 0; i < BYTES; i++) {
    for (let j = 0; j < i; j++) sums[j * BYTES + i] = sums[i * BYTES + j] ?? 0
  }
  return sums
}

/** The eigenvectors of the 64 greatest eigenvalues, by orthogonal iteration. */
function strongest(matrix: Float64Array): Float64Array[] {
  let vectors: Float64Array[] = Array.from({ length: BITS }, (_, i) => {
    const vector = new Float64Array(BYTES)
    vector[i] = 1
    vector[BYTES - 1 - i] = 0.5
    return vector
  })
  for (let round = 0; round < 60; round++) {
    vectors = vectors.map((vector) => times(matrix, vector))
    orthonormalise(vectors)
  }
  return vectors
}

function times(matrix: Float64Array, vector: Float64Array): Float64Array {
  const result = new Float64Array(BYTES)
  for (let i = 0; i < BYTES; i++) {
    let sum = 0
    for (let j = 0; j < BYTES; j++) sum += (matrix[i * BYTES + j] as number) * (vector[j] as number)
    result[i] = sum
  }
  return result
}

function orthonormal(rows: number, columns: number, next: () => number): Float64Array {
  const vectors = Array.from({ length: rows }, () => Float64Array.from({ length: columns }, next))
  orthonormalise(vectors)
  return Float64Array.from(vectors.flatMap((vector) => [...vector]))
}

// Gram and Schmidt.
function orthonormalise(vectors: Float64Array[]): void {
  for (const [i, vector] of vectors.entries()) {
    for (const other of vectors.slice(0, i)) {
      const share = vector.reduce((sum, value, d) => sum + value * (other[d] ?? 0), 0)
      for (let d = 0; d < vector.length; d++) vector[d] = (vector[d] ?? 0) - share * (other[d] ?? 0)
    }
    const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0))
    for (let d = 0; d < vector.length; d++) vector[d] = (vector[d] ?? 0) / Math.max(length, 1e-12)
  }
}
