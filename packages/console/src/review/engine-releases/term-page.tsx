import { Button, Group, NativeSelect } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { useSignedIn } from '../../access/session/index.ts'
import { Card, Page, Refused, QueryStatus } from '../../components/index.ts'
import { OriginMark } from './state-marks.tsx'
import { useRevised, useEngineReleases, useTerm, type Entry } from './queries.ts'
import { LexiconTabs } from './engine-release-tabs.tsx'
import { Guards, TermFacts } from './term-facts.tsx'

const route = getRouteApi('/member/lexicon/terms/$term')

/** One term: forms, meaning, guards and sources. */
export function TermPage(): ReactNode {
  const { t } = useText()
  const { term: id } = route.useParams()
  const { person } = useSignedIn()
  const entry = useTerm(id)
  if (!entry.isSuccess) return <QueryStatus query={entry} />
  const { language, term, guards, origin, shipped } = entry.data
  return (
    <Page
      title={term.forms[0] ?? id}
      lead={<OriginMark origin={origin} />}
      actions={<LexiconTabs here="inside" />}
    >
      <Card title={t('term.facts')}>
        <TermFacts
          language={language}
          term={term}
          asShipped={origin === 'shipped' || origin === 'off'}
        />
      </Card>
      <Card title={t('lexicon.guards')} lead={t('term.guards.description')}>
        <Guards guards={guards} />
      </Card>
      {shipped && (
        <Card title={t('term.was')}>
          <TermFacts language={language} term={shipped} asShipped />
        </Card>
      )}
      {person.installationAdmin && <AmendCard entry={entry.data} />}
    </Page>
  )
}

const fresh = 'new'

/** Opens a term in a draft, to change or disable it. */
function AmendCard({ entry: { term, origin } }: { entry: Entry }): ReactNode {
  const { t } = useText()
  const navigate = useNavigate()
  const revised = useRevised()
  const drafts = useEngineReleases('draft')
  const [chosen, setChosen] = useState<string>()
  const items = drafts.data?.pages.flatMap((page) => page.items) ?? []
  const draft = chosen ?? items[0]?.id ?? fresh
  const take = useMutation({
    mutationFn: async (off: boolean) => {
      const release =
        draft === fresh
          ? await server.engineReleases.create({ body: { title: term.id } })
          : await server.engineReleases.read({ params: { id: draft } })
      if (!off) return { release, off }
      const { lexicon } = release.content
      const content = {
        ...release.content,
        lexicon: {
          ...lexicon,
          terms: lexicon.terms.filter((one) => one.term.id !== term.id),
          off: origin === 'added' ? lexicon.off : [...new Set([...lexicon.off, term.id])],
        },
      }
      const body = { expectedVersion: release.version, content }
      return {
        release: await server.engineReleases.amend({ params: { id: release.id }, body }),
        off,
      }
    },
    onSuccess: async ({ release: { id, ...rest }, off }) => {
      await revised({ id, ...rest })
      if (off) await navigate({ to: '/lexicon/engine-releases/$id', params: { id } })
      else {
        const params = { id, term: term.id }
        await navigate({ to: '/lexicon/engine-releases/$id/terms/$term', params })
      }
    },
  })
  return (
    <Card title={t('term.amend')} lead={t('term.amend.description')}>
      <Group gap="sm" align="end">
        <NativeSelect
          label={t('term.draft')}
          value={draft}
          data={[
            ...items.map(({ id, number, title }) => ({ value: id, label: `${number} · ${title}` })),
            { value: fresh, label: t('term.draft.new') },
          ]}
          onChange={({ currentTarget }) => setChosen(currentTarget.value)}
        />
        <Button loading={take.isPending} onClick={() => take.mutate(false)}>
          {t('term.change')}
        </Button>
        {origin !== 'off' && (
          <Button variant="default" disabled={take.isPending} onClick={() => take.mutate(true)}>
            {t('term.off')}
          </Button>
        )}
      </Group>
      <Refused error={take.error} />
    </Card>
  )
}
