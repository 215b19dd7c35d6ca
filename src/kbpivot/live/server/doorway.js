/* A reloaded tab goes in with the token that it came with before; one that was refused is forgotten. */
"use strict";
try {
  const token = sessionStorage.getItem("kbpivot token");
  if (location.search) {
    sessionStorage.removeItem("kbpivot token");
    history.replaceState(null, "", location.pathname);
  } else if (token) location.replace(`/?token=${encodeURIComponent(token)}${location.hash}`);
} catch {
  /* Without a store there is nothing to go in with. */
}
