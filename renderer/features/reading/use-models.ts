/** The models that this machine can read by. */
import { useEffect, useState } from 'react';
import { useDesk } from '../../ui/desk.ts';

/** Undefined until the host has told. */
export function useModels(): readonly string[] | undefined {
  const { host, reportError } = useDesk();
  const [models, setModels] = useState<readonly string[]>();
  useEffect(() => {
    void host.call('text.languages', {}).then((answer) => {
      if (answer.ok) setModels(answer.value.languages);
      else reportError(answer);
    });
  }, [host, reportError]);
  return models;
}
