/** Nice classes, from 1 to 45. */
export function classesIn(text: string): number[] {
  const numbers = (text.match(/\d+/g) ?? []).map(Number).filter((one) => one >= 1 && one <= 45)
  return [...new Set(numbers)]
}
