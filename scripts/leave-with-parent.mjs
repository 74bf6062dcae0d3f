// Preloaded into the console: when the supervisor is gone its channel closes, and nothing must stay behind.
process.on("disconnect", () => process.exit(0));
