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
  Unread,
} from '../../surface/index.ts'
import { EngineReleaseMark } from './state-marks.tsx'
import { useRevised, useEngineReleases } from './queries.ts'
import { LexiconTabs } from './engine-release-tabs.tsx'

/** What the engine reads beyond the shipped files, and read before. */
export function EngineReleasesPage(): ReactNode {
  const { t } = useText()
  const { person } = useSignedIn()
  return (
    <Page
      title={t('lexicon.revisions')}
      lead={t('revisions.lead')}
      actions={<LexiconTabs here="releases" />}
    >
      {person.installationAdmin ? (
        <>
          <NewDraft />
          <Releases />
        </>
      ) : (
        <Denied>{t('revisions.denied')}</Denied>
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
      await navigate({ to: '/lexicon/revisions/$id', params: { id: release.id } })
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
            label={t('revisions.title.field')}
            required
            withAsterisk={false}
            maxLength={120}
            value={title}
            onChange={({ currentTarget }) => setTitle(currentTarget.value)}
            w="100%"
            maw={340}
          />
          <Button type="submit" loading={create.isPending}>
            {t('revisions.draft')}
          </Button>
        </Group>
        <Refused error={create.error} />
      </form>
    </Card>
  )
}

function Releases(): ReactNode {
  const { t } = useText()
  const releases = useEngineReleases()
  if (!releases.isSuccess) return <Unread query={releases} />
  const items = releases.data.pages.flatMap((page) => page.items)
  if (items.length === 0) {
    return (
      <Card>
        <Empty title={t('revisions.empty')} icon="lexicon">
          {t('revisions.empty.text')}
        </Empty>
      </Card>
    )
  }
  return (
    <Card title={t('lexicon.revisions')}>
      <Columns
        caption={t('lexicon.revisions')}
        heads={[
          t('revision.number'),
          t('revisions.title.field'),
          t('revision.state'),
          t('revision.content'),
          t('revision.weights'),
          t('revision.changed'),
        ]}
      >
        {items.map(({ id, number, title, state, terms, off, weights, changedAt }) => (
          <tr key={id}>
            <td className="figures">{number}</td>
            <td>
              <Link to="/lexicon/revisions/$id" params={{ id }}>
                {title}
              </Link>
            </td>
            <td>
              <EngineReleaseMark state={state} />
            </td>
            <td>{t('revision.content.summary', { terms, off })}</td>
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
