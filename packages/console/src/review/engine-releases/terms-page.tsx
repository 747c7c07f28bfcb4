import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { Card, Columns, Empty, More, Page, QueryStatus } from '../../components/index.ts'
import styles from './engine-releases.module.css'
import { OriginMark, StrengthMark } from './state-marks.tsx'
import { useTerms } from './queries.ts'
import { readTermSearch, searchOf } from './search.ts'
import { TermMeaning } from './term-meaning.tsx'
import { LexiconTabs } from './engine-release-tabs.tsx'

const route = getRouteApi('/member/lexicon')
type Search = ReturnType<typeof readTermSearch>

/** All terms by which the engine recognises mentions of copies. */
export function TermsPage(): ReactNode {
  const { t } = useText()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const [words, setWords] = useState(search.search ?? '')
  const terms = useTerms(searchOf(search))
  const change = (changed: Partial<Search>): void =>
    void navigate({ search: readTermSearch({ ...search, ...changed }), replace: true })
  const look = useDebouncedCallback((value: string) => change({ search: value }), 250)
  const [first] = terms.data?.pages ?? []
  return (
    <Page
      title={t('lexicon.title')}
      lead={t('lexicon.description')}
      actions={<LexiconTabs here="terms" />}
    >
      <div className={styles.filters} role="search">
        <TextInput
          type="search"
          label={t('lexicon.search')}
          placeholder={t('lexicon.search.hint')}
          value={words}
          onChange={({ currentTarget: { value } }) => {
            setWords(value)
            look(value)
          }}
        />
        <LanguageSelect
          value={search.language ?? ''}
          languages={first?.languages ?? []}
          onChange={(language) => change({ language })}
        />
        <Checkbox
          pb={9}
          label={t('lexicon.own')}
          checked={search.own === 'yes'}
          onChange={({ currentTarget: { checked } }) =>
            change(checked ? { own: 'yes' } : { own: undefined })
          }
        />
      </div>
      {!terms.isSuccess && <QueryStatus query={terms} />}
      {first && <Terms terms={terms} total={first.total} />}
    </Page>
  )
}

type LanguageSelectProps = {
  value: string
  languages: readonly { language: string; terms: number }[]
  onChange: (language: string) => void
}

function LanguageSelect({ value, languages, onChange }: LanguageSelectProps): ReactNode {
  const { t } = useText()
  const nameOf = useLanguageName()
  const all = languages.reduce((sum, { terms }) => sum + terms, 0)
  return (
    <NativeSelect
      label={t('lexicon.language')}
      value={value}
      data={[
        { value: '', label: t('lexicon.language.all', { count: all }) },
        ...languages.map(({ language, terms }) => ({
          value: language,
          label: t('lexicon.language.one', { name: nameOf(language), count: terms }),
        })),
      ]}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  )
}

/** Name of a language in the reader's own. */
export function useLanguageName(): (tag: string) => string {
  const { locale } = useText()
  const names = new Intl.DisplayNames(locale, { type: 'language', fallback: 'code' })
  return (tag) => {
    const [language = tag] = tag.split('-x-')
    const name = names.of(language) ?? tag
    return language === tag ? name : `${name} (${tag})`
  }
}

function Terms({ terms, total }: { terms: ReturnType<typeof useTerms>; total: number }): ReactNode {
  const { t, percent } = useText()
  const languageName = useLanguageName()
  const items = terms.data?.pages.flatMap((page) => page.items) ?? []
  if (items.length === 0) {
    return (
      <Card>
        <Empty title={t('lexicon.empty')}>{t('lexicon.empty.text')}</Empty>
      </Card>
    )
  }
  return (
    <Card title={t('lexicon.found', { count: total })}>
      <Columns
        caption={t('lexicon.terms')}
        heads={[
          t('lexicon.form'),
          t('lexicon.meaning.worded'),
          t('lexicon.language'),
          t('lexicon.strength'),
          t('lexicon.precision'),
          t('lexicon.origin'),
        ]}
      >
        {items.map(({ language, term, origin }) => (
          <tr key={`${language} ${term.id}`}>
            <td className="stranger" dir="auto">
              <Link to="/lexicon/terms/$term" params={{ term: term.id }}>
                {term.forms.slice(0, 3).join(', ')}
                {term.forms.length > 3 && ' …'}
              </Link>
            </td>
            <td>
              <TermMeaning english={term.meaning} />
            </td>
            <td>{languageName(language)}</td>
            <td>
              <StrengthMark strength={term.strength} />
            </td>
            <td className="figures">
              {term.precision === undefined ? '–' : percent(term.precision)}
            </td>
            <td>
              <OriginMark origin={origin} />
            </td>
          </tr>
        ))}
      </Columns>
      <More pages={terms} />
    </Card>
  )
}
