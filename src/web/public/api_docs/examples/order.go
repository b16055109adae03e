package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net/http"
)

func panel(method, path string, body any) (map[string]any, error) {
	var sent bytes.Buffer
	if body != nil {
		if err := json.NewEncoder(&sent).Encode(body); err != nil {
			return nil, err
		}
	}
	request, err := http.NewRequest(method, "__PANEL__/api"+path, &sent)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Authorization", "Bearer __KEY__")
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Idempotency-Key", "invoice-2042-line-1")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	var answer map[string]any
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return nil, err
	}
	if text, ok := answer["message"].(string); ok && answer["code"] == -1.0 {
		return nil, errors.New(text)
	}
	return answer, nil
}

func main() {
	placed, err := panel("POST", "/order/create", map[string]any{
		"link": "https://www.example.com/r/example/comments/abc123/",
		"type": 1, "vote": 5, "after": 0, "speed": 1,
	})
	if err != nil {
		log.Fatal(err)
	}
	order, err := panel("GET", fmt.Sprint("/order/", placed["order_id"]), nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(order["status"])
}
