/** Resolves with the work, or with the given value after a timeout. */
export async function withTimeout<T>(
  work: Promise<T>,
  milliseconds: number,
  otherwise: T,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const over = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), milliseconds)
  })
  try {
    return await Promise.race([work.catch(() => otherwise), over])
  } finally {
    clearTimeout(timer)
  }
}

/** Whether the work succeeded. */
export async function isFulfilled(work: Promise<unknown>): Promise<boolean> {
  try {
    return !((await work) instanceof Error)
  } catch {
    return false
  }
}
