import type { Locator, Page } from 'playwright-core'

/** Chooses a country as people do: types its name, and takes it from what is found. */
export async function chooseTerritory(
  within: Page | Locator,
  label: string,
  name: string,
): Promise<void> {
  const field = within.getByRole('combobox', { name: label })
  await field.fill(name)
  await within.getByRole('option', { name, exact: true }).click()
  await field.and(within.locator('[aria-expanded=false]')).waitFor()
}
