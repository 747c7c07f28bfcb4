import { NativeSelect, useMantineColorScheme, type MantineColorScheme } from '@mantine/core'
import type { ReactNode } from 'react'
import { localeNames, locales, localeOf, useSpeak, useText } from '../../messages/index.ts'

/** Language of the pages on this device. */
export function LanguageChoice({ onChoose }: { onChoose?: (locale: string) => void }): ReactNode {
  const { t, locale } = useText()
  const speak = useSpeak()
  return (
    <NativeSelect
      size="xs"
      aria-label={t('choice.language')}
      value={locale}
      data={locales.map((value) => ({ value, label: localeNames[value] }))}
      onChange={({ currentTarget: { value } }) => {
        const chosen = localeOf(value)
        if (chosen === undefined) return
        speak(chosen)
        onChoose?.(chosen)
      }}
    />
  )
}

const schemes = ['auto', 'light', 'dark'] as const satisfies MantineColorScheme[]

export function SchemeChoice(): ReactNode {
  const { t } = useText()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <NativeSelect
      size="xs"
      aria-label={t('choice.scheme')}
      value={colorScheme}
      data={schemes.map((value) => ({ value, label: t(`choice.scheme.${value}`) }))}
      onChange={({ currentTarget: { value } }) =>
        setColorScheme(schemes.find((scheme) => scheme === value) ?? 'auto')
      }
    />
  )
}
