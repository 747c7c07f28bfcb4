import { Button, Group, NumberInput, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { EngineReleaseAction } from '@touchstone/contract'
import { useState, type ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { useSignedIn } from '../../access/session/index.ts'
import { Card, Refused } from '../../components/index.ts'
import { Findings } from './term-editor.tsx'
import styles from './engine-releases.module.css'
import { useRevised, type StoredEngineRelease } from './queries.ts'
import { engineReleaseStates } from './release-states.ts'

type Act = EngineReleaseAction['type']

/** State of an engine release and the actions open to it. */
export function StepsCard({ release }: { release: StoredEngineRelease }): ReactNode {
  const { t, percent } = useText()
  const { person } = useSignedIn()
  const revised = useRevised()
  const [note, setNote] = useState('')
  const [share, setShare] = useState<number>(10)
  const { id, version, state, findings, author } = release
  const step = useMutation({
    mutationFn: (type: Act) => {
      const noted = note.trim() === '' ? {} : { note }
      const action: EngineReleaseAction =
        type === 'start-shadow' ? { type, ...noted, share: share / 100 } : { type, ...noted }
      return server.engineReleases.act({
        params: { id },
        body: { action, expectedVersion: version },
      })
    },
    onSuccess: async (changed) => {
      setNote('')
      await revised(changed)
    },
  })
  const actionProps = (type: Act) => ({
    loading: step.isPending && step.variables === type,
    disabled: step.isPending,
    onClick: () => step.mutate(type),
  })
  const meaning = t(`engine-release.state.${state}.meaning`, {
    share: percent(release.share ?? 0),
  })
  const who = author.id === person.id ? t('engine-release.you') : author.id.slice(0, 8)
  return (
    <Card>
      <ol className={styles.steps}>
        {engineReleaseStates.map((one) => (
          <li key={one} {...(one === state && { 'aria-current': 'step' as const })}>
            {t(`engine-release.state.${one}`)}
          </li>
        ))}
      </ol>
      <p className={styles.hint}>
        {meaning} {t('engine-release.drafted-by', { who })}.
      </p>
      <Findings findings={findings} title={t('term-preview.faults')} />
      <Stack gap="sm" mt="md">
        <Group gap="sm" align="end">
          <TextInput
            label={t('engine-release.note')}
            value={note}
            maxLength={2000}
            onChange={({ currentTarget }) => setNote(currentTarget.value)}
            w="100%"
            maw={340}
          />
          {state === 'draft' && (
            <NumberInput
              label={t('engine-release.share')}
              value={share}
              min={1}
              max={100}
              suffix=" %"
              onChange={(value) => setShare(Number(value) || 1)}
              w={150}
            />
          )}
        </Group>
        <Group gap="sm">
          {state === 'draft' && (
            <Button
              {...actionProps('start-shadow')}
              disabled={step.isPending || findings.length > 0}
            >
              {t('engine-release.to-shadow')}
            </Button>
          )}
          {(state === 'shadow' || state === 'retired') && (
            <Button {...actionProps('make-live')}>{t('engine-release.to-live')}</Button>
          )}
          {state === 'live' && (
            <Button {...actionProps('roll-back')}>{t('engine-release.back')}</Button>
          )}
          {state === 'shadow' && (
            <Button variant="default" {...actionProps('return-to-draft')}>
              {t('engine-release.to-draft')}
            </Button>
          )}
          {(state === 'draft' || state === 'shadow') && (
            <Button variant="default" {...actionProps('retire')}>
              {t('engine-release.retire')}
            </Button>
          )}
        </Group>
        <p className={styles.hint}>
          {state === 'draft' && t('engine-release.to-shadow.hint')}
          {(state === 'shadow' || state === 'retired') && t('engine-release.to-live.hint')}
          {state === 'live' && t('engine-release.back.hint')}
        </p>
        <Refused error={step.error} />
      </Stack>
    </Card>
  )
}
