import { join } from 'node:path'

/** Where compiled engines are cached: in DATA_DIR if it is set, otherwise in the user's cache; nowhere without a home. */
export function engineFolder(
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const { DATA_DIR: data, XDG_CACHE_HOME: cache, HOME: home } = env
  if (data) return join(data, 'engines')
  const folder = cache || (home && join(home, '.cache'))
  return folder ? join(folder, 'touchstone', 'engines') : undefined
}
