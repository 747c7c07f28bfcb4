import { Button, Modal, Stack, Textarea, type ButtonProps } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { useText } from '../messages/index.ts'
import { FormEnd } from './form-footer.tsx'

type ConfirmButtonProps = {
  /** Label of the button that opens the dialog, and of the one that confirms. */
  label: string
  /** The object of the action, for the accessible name of one button among several. */
  of?: string
  title: string
  /** Explains the consequences. */
  text: ReactNode
  /** Asks for a reason, under this label. */
  reason?: { label: string; hint?: string; required?: boolean }
  children?: ReactNode
  ready?: boolean
  run: (reason: string) => Promise<unknown>
  button?: Pick<ButtonProps, 'variant' | 'size' | 'color' | 'disabled'>
}

/** An action that asks for confirmation and shows its consequences first. */
export function ConfirmButton(props: ConfirmButtonProps): ReactNode {
  const { label, of, title, button = { variant: 'default' } } = props
  const { t } = useText()
  const [opened, { open, close }] = useDisclosure()
  return (
    <>
      <Button
        {...button}
        onClick={open}
        {...(of !== undefined && { 'aria-label': `${label}: ${of}` })}
      >
        {label}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={title}
        closeButtonProps={{ 'aria-label': t('state.close') }}
      >
        {opened && <Question {...props} onDone={close} />}
      </Modal>
    </>
  )
}

function Question(props: ConfirmButtonProps & { onDone: () => void }): ReactNode {
  const { label, text, reason, children, ready = true, run, onDone } = props
  const [words, setWords] = useState('')
  const step = useMutation({ mutationFn: () => run(words.trim()), onSuccess: onDone })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    // React passes events on from a dialog to the form that holds its button.
    event.stopPropagation()
    step.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <div>{text}</div>
        {children}
        {reason && (
          <Textarea
            label={reason.label}
            {...(reason.hint !== undefined && { description: reason.hint })}
            required={reason.required ?? false}
            withAsterisk={false}
            autosize
            minRows={2}
            maxRows={8}
            maxLength={2000}
            value={words}
            onChange={({ currentTarget }) => setWords(currentTarget.value)}
          />
        )}
        <FormEnd
          error={step.error}
          isPending={step.isPending}
          ready={ready && (reason?.required !== true || words.trim() !== '')}
          onLeave={onDone}
        >
          {label}
        </FormEnd>
      </Stack>
    </form>
  )
}
