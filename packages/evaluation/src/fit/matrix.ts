/** A square matrix as rows. */
export type Matrix = number[][]

export function zeros(size: number): Matrix {
  return Array.from({ length: size }, () => new Array<number>(size).fill(0))
}

/** The inverse of a symmetric positive definite matrix, by Cholesky; RangeError for any other. */
export function inverse(matrix: Matrix): Matrix {
  const size = matrix.length
  const lower = zeros(size)
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = at(matrix, row, column)
      for (let k = 0; k < column; k++) sum -= at(lower, row, k) * at(lower, column, k)
      if (row !== column) put(lower, row, column, sum / at(lower, column, column))
      else if (sum > 0) put(lower, row, row, Math.sqrt(sum))
      else throw new RangeError('the matrix is not positive definite')
    }
  }
  const result = zeros(size)
  for (let column = 0; column < size; column++) {
    const forward: number[] = []
    for (let row = 0; row < size; row++) {
      let sum = row === column ? 1 : 0
      for (let k = 0; k < row; k++) sum -= at(lower, row, k) * (forward[k] ?? 0)
      forward.push(sum / at(lower, row, row))
    }
    for (let row = size - 1; row >= 0; row--) {
      let sum = forward[row] ?? 0
      for (let k = row + 1; k < size; k++) sum -= at(lower, k, row) * at(result, k, column)
      put(result, row, column, sum / at(lower, row, row))
    }
  }
  return result
}

export function multiply(left: Matrix, right: Matrix): Matrix {
  return left.map((row) =>
    (right[0] ?? []).map((_, column) =>
      row.reduce((sum, value, k) => sum + value * at(right, k, column), 0),
    ),
  )
}

export function times(matrix: Matrix, vector: readonly number[]): number[] {
  return matrix.map((row) => row.reduce((sum, value, k) => sum + value * (vector[k] ?? 0), 0))
}

function at(matrix: Matrix, row: number, column: number): number {
  return matrix[row]?.[column] ?? 0
}

function put(matrix: Matrix, row: number, column: number, value: number): void {
  const values = matrix[row]
  if (values !== undefined) values[column] = value
}
