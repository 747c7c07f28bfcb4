/** The families' measurements of similar listings, in log-odds, by column. */
export type Features = {
  /** Evidence that is added unchanged. */
  plain: readonly number[]
  /** Evidence of crossed wishes, which saturates together at the model's limit. */
  wishes: readonly number[]
}

/** Listings with equal features, counted by label. */
export type Cell = Features & { rows: number; positives: number }

/**
 * The engine's own sum: intercept + Σ scale · plain + saturated(Σ scale · wishes). Parameters are the
 * intercept, then one scale a column.
 */
export function logOddsOf(
  parameters: readonly number[],
  { plain, wishes }: Features,
  limit: number,
): number {
  const [intercept = 0] = parameters
  let logOdds = intercept
  let together = 0
  for (let column = 0; column < plain.length; column++) {
    const scale = parameters[column + 1] ?? 0
    logOdds += scale * (plain[column] ?? 0)
    together += scale * (wishes[column] ?? 0)
  }
  return logOdds + together / Math.sqrt(1 + (together / limit) ** 2)
}

/** How the log-odds move with each parameter. */
export function slopesOf(
  parameters: readonly number[],
  { plain, wishes }: Features,
  limit: number,
): number[] {
  let together = 0
  for (let column = 0; column < wishes.length; column++) {
    together += (parameters[column + 1] ?? 0) * (wishes[column] ?? 0)
  }
  const flattening = (1 + (together / limit) ** 2) ** -1.5
  const slopes = [1]
  for (let column = 0; column < plain.length; column++) {
    slopes.push((plain[column] ?? 0) + flattening * (wishes[column] ?? 0))
  }
  return slopes
}

export function sigmoid(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds))
}

export function logit(probability: number): number {
  return Math.log(probability / (1 - probability))
}

/** Minus the log-likelihood of a cell's labels; finite for any log-odds. */
export function lossOf(logOdds: number, { rows, positives }: Cell): number {
  const softplus = Math.max(0, logOdds) + Math.log1p(Math.exp(-Math.abs(logOdds)))
  return rows * softplus - positives * logOdds
}

/** Mean log loss a row. */
export function logLoss(
  parameters: readonly number[],
  cells: readonly Cell[],
  limit: number,
): number {
  let loss = 0
  let rows = 0
  for (const cell of cells) {
    loss += lossOf(logOddsOf(parameters, cell, limit), cell)
    rows += cell.rows
  }
  return loss / rows
}
