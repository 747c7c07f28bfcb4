import { Button, Group, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState, type FormEvent, type ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { useSignedIn } from '../../access/session/index.ts'
import {
  Card,
  Columns,
  Denied,
  Empty,
  Moment,
  More,
  Page,
  Refused,
  QueryStatus,
} from '../../components/index.ts'
import { EngineReleaseMark } from './state-marks.tsx'
import { useRevised, useEngineReleases } from './queries.ts'
import { LexiconTabs } from './engine-release-tabs.tsx'

/** Engine releases, current and past. */
export function EngineReleasesPage(): ReactNode {
  const { t } = useText()
  const { person } = useSignedIn()
  return (
    <Page
      title={t('lexicon.engine-releases')}
      lead={t('engine-releases.description')}
      actions={<LexiconTabs here="releases" />}
    >
      {person.installationAdmin ? (
        <>
          <NewDraft />
          <EngineReleaseTable />
        </>
      ) : (
        <Denied>{t('engine-releases.denied')}</Denied>
      )}
    </Page>
  )
}

function NewDraft(): ReactNode {
  const { t } = useText()
  const navigate = useNavigate()
  const revised = useRevised()
  const [title, setTitle] = useState('')
  const create = useMutation({
    mutationFn: () => server.engineReleases.create({ body: { title } }),
    onSuccess: async (release) => {
      await revised(release)
      await navigate({ to: '/lexicon/engine-releases/$id', params: { id: release.id } })
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    create.mutate()
  }
  return (
    <Card>
      <form onSubmit={submit}>
        <Group gap="sm" align="end">
          <TextInput
            label={t('engine-releases.title.field')}
            required
            withAsterisk={false}
            maxLength={120}
            value={title}
            onChange={({ currentTarget }) => setTitle(currentTarget.value)}
            w="100%"
            maw={340}
          />
          <Button type="submit" loading={create.isPending}>
            {t('engine-releases.draft')}
          </Button>
        </Group>
        <Refused error={create.error} />
      </form>
    </Card>
  )
}

function EngineReleaseTable(): ReactNode {
  const { t } = useText()
  const releases = useEngineReleases()
  if (!releases.isSuccess) return <QueryStatus query={releases} />
  const items = releases.data.pages.flatMap((page) => page.items)
  if (items.length === 0) {
    return (
      <Card>
        <Empty title={t('engine-releases.empty')} icon="lexicon">
          {t('engine-releases.empty.text')}
        </Empty>
      </Card>
    )
  }
  return (
    <Card title={t('lexicon.engine-releases')}>
      <Columns
        caption={t('lexicon.engine-releases')}
        heads={[
          t('engine-release.number'),
          t('engine-releases.title.field'),
          t('engine-release.state'),
          t('engine-release.content'),
          t('engine-release.weights'),
          t('engine-release.changed'),
        ]}
      >
        {items.map(({ id, number, title, state, terms, off, weights, changedAt }) => (
          <tr key={id}>
            <td className="figures">{number}</td>
            <td>
              <Link to="/lexicon/engine-releases/$id" params={{ id }}>
                {title}
              </Link>
            </td>
            <td>
              <EngineReleaseMark state={state} />
            </td>
            <td>{t('engine-release.content.summary', { terms, off })}</td>
            <td>{weights ?? '–'}</td>
            <td>
              <Moment at={changedAt} />
            </td>
          </tr>
        ))}
      </Columns>
      <More pages={releases} />
    </Card>
  )
}
