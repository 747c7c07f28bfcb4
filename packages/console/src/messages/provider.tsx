import {
  createContext,
  use,
  useCallback,
  useEffect,
  useMemo,
  useState,
  type ReactNode,
} from 'react'
import type { Catalogue, Locale } from './catalogue.ts'
import { loadCatalogue, loadMeanings, rememberLocale } from './load.ts'
import { createText, type Text } from './text.ts'

type Speaking = { text: Text; speak: (locale: Locale) => void }

const Context = createContext<Speaking | undefined>(undefined)

export type TextProviderProps = { locale: Locale; catalogue: Catalogue; children: ReactNode }

/** Provides the language to everything inside. */
export function TextProvider(first: TextProviderProps): ReactNode {
  const [spoken, setSpoken] = useState({ locale: first.locale, catalogue: first.catalogue })
  const speak = useCallback((locale: Locale) => {
    rememberLocale(locale)
    void loadCatalogue(locale).then((catalogue) => setSpoken({ locale, catalogue }))
  }, [])
  const speaking = useMemo(
    () => ({ text: createText(spoken.locale, spoken.catalogue), speak }),
    [spoken, speak],
  )
  const { locale } = spoken
  useEffect(() => {
    document.documentElement.lang = locale
    // After the first page has drawn: without them, passages of sentences are English and marked as such.
    loadMeanings(locale).then(
      (meanings) => {
        if (meanings === undefined) return
        setSpoken((now) =>
          now.locale === locale ? { locale, catalogue: { ...now.catalogue, meanings } } : now,
        )
      },
      () => undefined,
    )
  }, [locale])
  return <Context value={speaking}>{first.children}</Context>
}

function useSpeaking(): Speaking {
  const speaking = use(Context)
  if (speaking === undefined) throw new Error('no language is spoken here')
  return speaking
}

export function useText(): Text {
  return useSpeaking().text
}

export function useSpeak(): (locale: Locale) => void {
  return useSpeaking().speak
}
