import { useRouter, type AnyRoute } from '@tanstack/react-router'
import { useEffect } from 'react'

/** Whoever goes straight on to another page does not wait for the code of a third. */
const restMilliseconds = 3000
/** Between two pages, so that a key or click is answered first. */
const pauseMilliseconds = 100

/**
 * Loads the code of these pages one after another while the person reads the first page, so that each opens without
 * waiting for its code. Loads nothing where the browser is set to save data.
 */
export function usePreloadedPages(paths: readonly string[]): void {
  const router = useRouter()
  const wanted = paths.join(' ')
  useEffect(() => {
    if (savesData()) return undefined
    const left = wanted.split(' ')
    const routes: Readonly<Record<string, AnyRoute>> = router.routesByPath
    let timer = setTimeout(loadNext, restMilliseconds)
    function loadNext(): void {
      const path = left.shift()
      if (path === undefined) return
      const route = routes[path]
      const pause = (): void => {
        timer = setTimeout(loadNext, pauseMilliseconds)
      }
      // Code that does not arrive is asked for again, and told, when its page is opened.
      if (route === undefined) pause()
      else void Promise.resolve(router.loadRouteChunk(route)).then(pause, pause)
    }
    return () => {
      left.length = 0
      clearTimeout(timer)
    }
  }, [router, wanted])
}

function savesData(): boolean {
  const { connection } = navigator as { connection?: { saveData?: boolean } }
  return connection?.saveData === true
}
