/** An example: its features, whether it is a match, and how many it stands for. */
export type Example = { features: readonly number[]; isMatch: boolean; weight: number }

const rounds = 30
const ridge = 1

/**
 * Log odds as a sum of weighted features and a constant, in bits: iteratively reweighted least squares with a ridge,
 * which keeps weights finite where matches and others part completely.
 * @returns the weights, and last the constant
 */
export function logisticRegression(examples: readonly Example[], count: number): number[] {
  const size = count + 1
  let weights = new Array<number>(size).fill(0)
  for (let round = 0; round < rounds; round++) {
    const matrix = Array.from({ length: size }, (_, row) =>
      Array.from({ length: size }, (__, column): number =>
        row === column && row < count ? ridge : 0,
      ),
    )
    const right = weights.map((weight, at) => (at < count ? -ridge * weight : 0))
    for (const { features, isMatch, weight } of examples) {
      const inputs = [...features, 1]
      const sum = inputs.reduce((all, input, at) => all + input * (weights[at] ?? 0), 0)
      const probability = 1 / (1 + Math.exp(-sum))
      const slope = Math.max(1e-9, probability * (1 - probability)) * weight
      const error = ((isMatch ? 1 : 0) - probability) * weight
      for (let row = 0; row < size; row++) {
        const input = inputs[row] ?? 0
        right[row] = (right[row] ?? 0) + error * input
        const own = matrix[row] ?? []
        for (let column = 0; column < size; column++)
          own[column] = (own[column] ?? 0) + slope * input * (inputs[column] ?? 0)
      }
    }
    const step = solve(matrix, right)
    weights = weights.map((weight, at) => weight + (step[at] ?? 0))
    if (step.every((change) => Math.abs(change) < 1e-7)) break
  }
  return weights.map((weight) => weight / Math.LN2)
}

/** Gaussian elimination with the largest pivot. */
function solve(matrix: number[][], right: readonly number[]): number[] {
  const rows = matrix.map((row, at) => [...row, right[at] ?? 0])
  const size = rows.length
  for (let column = 0; column < size; column++) {
    const sizes = rows.map((row, at) => (at < column ? -1 : Math.abs(row[column] ?? 0)))
    const pivot = sizes.indexOf(Math.max(...sizes))
    const [first, second] = [rows[column] ?? [], rows[pivot] ?? []]
    rows[column] = second
    rows[pivot] = first
    const own = rows[column] ?? []
    const divisor = own[column] ?? 1
    for (const [at, row] of rows.entries()) {
      if (at === column || divisor === 0) continue
      const factor = (row[column] ?? 0) / divisor
      for (let place = column; place <= size; place++)
        row[place] = (row[place] ?? 0) - factor * (own[place] ?? 0)
    }
  }
  return rows.map((row, at) => (row[size] ?? 0) / (row[at] || 1))
}
