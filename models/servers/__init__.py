"""Servers that speak the OpenAI API (Ollama, LM Studio, vLLM, llama.cpp, paid ones) as translators and summarizers."""
