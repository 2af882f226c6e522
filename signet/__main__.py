from signet.config.cli import main

main()
