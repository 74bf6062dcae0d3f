"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

/** False on the server and in the first drawing in the browser, true from then on. */
export const useMounted = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
